/** How a product is named in a cell: its name in the page's language, its spec beside it, smaller. */
import { useTranslation } from 'react-i18next'
import { nameIn } from '../../ui/format'

interface Named {
  name: string
  nameEn: string
  spec: string
}

export const ProductName = ({ product }: { product: Named }) => {
  const { i18n } = useTranslation()
  const name = nameIn(i18n.language, product)
  return (
    <span title={`${name} ${product.spec}`}>
      {name} <small className="muted">{product.spec}</small>
    </span>
  )
}
