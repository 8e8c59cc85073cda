/** Everything a front end needs around its screens: words, theme, one antd App, queries, client. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { App, ConfigProvider } from 'antd'
import enUSLocale from 'antd/locale/en_US'
import zhCNLocale from 'antd/locale/zh_CN'
import type { ReactNode } from 'react'
import type { Client } from '../contract/client'
import { ClientProvider } from './client'
import { useLanguage } from './language'
import { theme } from './theme'

/** networkMode always: the backend is on this PC, so the browser's idea of being offline must not pause anything. */
export const makeQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: { networkMode: 'always', retry: false, refetchOnWindowFocus: false, staleTime: 5_000 },
      mutations: { networkMode: 'always', retry: false },
    },
  })

interface ProvidersProps {
  client: Client
  queries: QueryClient
  children: ReactNode
}

export const Providers = ({ client, queries, children }: ProvidersProps) => {
  const language = useLanguage((state) => state.language)
  return (
    <ConfigProvider
      locale={language === 'zh-CN' ? zhCNLocale : enUSLocale}
      theme={theme}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <App component={false} message={{ maxCount: 3 }}>
        <QueryClientProvider client={queries}>
          <ClientProvider client={client}>{children}</ClientProvider>
        </QueryClientProvider>
      </App>
    </ConfigProvider>
  )
}
