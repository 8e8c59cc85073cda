/** The two views of stock, one click apart. */
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'
import { useLastSearch } from '../../data/lastSearches'

export const StockTabs = () => {
  const { t } = useTranslation()
  const asLeft = useLastSearch()
  return (
    <nav className="view-tabs" aria-label={t('stockPage.views')}>
      <NavLink to={asLeft('/stock')} data-testid="view-stock">
        {t('stockPage.viewStock')}
      </NavLink>
      <NavLink to={asLeft('/near-expiry')} data-testid="view-near-expiry">
        {t('nearExpiry.title')}
      </NavLink>
    </nav>
  )
}
