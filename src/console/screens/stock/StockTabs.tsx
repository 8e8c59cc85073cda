/** The two views of stock, one click apart. */
import { useTranslation } from 'react-i18next'
import { NavLink } from 'react-router'

export const StockTabs = () => {
  const { t } = useTranslation()
  return (
    <nav className="view-tabs" aria-label={t('stockPage.views')}>
      <NavLink to="/stock" data-testid="view-stock">
        {t('stockPage.viewStock')}
      </NavLink>
      <NavLink to="/near-expiry" data-testid="view-near-expiry">
        {t('nearExpiry.title')}
      </NavLink>
    </nav>
  )
}
