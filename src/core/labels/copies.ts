/**
 * How many labels accepted goods need. A piece with only an in-store code carries no bars of its own, so every piece gets
 * one; a piece with its maker's code, and weighed goods, need one shelf tag.
 */
export const labelCopies = (goods: { pieceCodeKind: string; weighed: boolean; receivedQuantity: number }): number =>
  goods.pieceCodeKind === 'inStore' && !goods.weighed ? Math.max(1, Math.trunc(goods.receivedQuantity / 1000)) : 1
