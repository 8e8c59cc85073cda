/** The other language, one click away, on the screens that have no top bar. */
import { GlobalOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useLanguage } from '../../ui/language'

export const LanguageSwitch = () => {
  const { language, setLanguage } = useLanguage()
  const other = language === 'zh-CN' ? 'en-US' : 'zh-CN'
  return (
    <Button
      className="corner"
      type="text"
      icon={<GlobalOutlined />}
      lang={other}
      data-testid="language"
      onClick={() => setLanguage(other)}
    >
      {other === 'zh-CN' ? '中文' : 'English'}
    </Button>
  )
}
