/** The other language, one click away, named in itself. */
import { type Language, useLanguage } from '../../ui/language'

export const LanguageSwitch = ({ className }: { className: string }) => {
  const { language, setLanguage } = useLanguage()
  const other: Language = language === 'zh-CN' ? 'en-US' : 'zh-CN'
  return (
    <button type="button" className={className} lang={other} data-testid="language" onClick={() => setLanguage(other)}>
      {other === 'zh-CN' ? '中文' : 'English'}
    </button>
  )
}
