/** One picture a document type, for its card. */
import {
  AppstoreAddOutlined,
  BuildOutlined,
  CarOutlined,
  DeleteOutlined,
  DollarOutlined,
  DownloadOutlined,
  ExportOutlined,
  ImportOutlined,
  InboxOutlined,
  PlusSquareOutlined,
  RollbackOutlined,
  ShopOutlined,
  ShoppingOutlined,
  SwapOutlined,
  ToolOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { DocumentType } from '../../../core/documents/states'

export const typeIcons: Record<DocumentType, ReactNode> = {
  goodsReceipt: <InboxOutlined />,
  supplierReturn: <CarOutlined />,
  customerReturn: <RollbackOutlined />,
  transferRequest: <ShoppingOutlined />,
  warehouseReturn: <ShopOutlined />,
  transferDispatch: <UploadOutlined />,
  transferReceipt: <DownloadOutlined />,
  transferSettlement: <AppstoreAddOutlined />,
  writeOff: <DeleteOutlined />,
  overage: <PlusSquareOutlined />,
  internalUse: <ToolOutlined />,
  otherIn: <ImportOutlined />,
  otherOut: <ExportOutlined />,
  repack: <BuildOutlined />,
  moveInside: <SwapOutlined />,
  costAdjustment: <DollarOutlined />,
}
