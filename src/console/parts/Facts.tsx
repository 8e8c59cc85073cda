/** What a paper says about itself: names and values in columns, empty ones shown as a dash. */
import type { ReactNode } from 'react'

export const Facts = ({ children }: { children: ReactNode }) => <dl className="facts">{children}</dl>

export const Fact = ({ name, testId, children }: { name: string; testId?: string; children: ReactNode }) => (
  <div data-testid={testId}>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
)

export const orDash = (text: string): string => (text === '' ? '—' : text)

/** A name with its code beside it, smaller. */
export const Named = ({ name, code }: { name: string; code: string }) =>
  name === '' && code === '' ? (
    '—'
  ) : (
    <>
      {name || code} {name === '' ? null : <small className="muted code">{code}</small>}
    </>
  )
