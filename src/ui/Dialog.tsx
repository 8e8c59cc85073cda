/** The only modal windows of the product: they count as open dialogs, Esc closes them, Enter alone confirms nothing. */
import { Drawer, Modal } from 'antd'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useDialogOpen } from './dialogs'
import type { Scope } from './keyMap'
import { type KeyHandler, useKeys } from './keys'

interface FrameProps {
  open: boolean
  title: ReactNode
  onClose(): void
  /** keys of this dialog besides Esc, by action of its scope */
  keys?: Partial<Record<string, KeyHandler>>
  scope?: Scope
  width?: number
  footer?: ReactNode
  testId: string
  children: ReactNode
}

const useFrame = ({ open, scope = 'dialog', keys, onClose }: FrameProps): void => {
  useDialogOpen(open)
  useFocusReturn(open)
  useKeys(scope, { ...keys, close: onClose } as never, { level: 'dialog', enabled: open })
}

export const Dialog = (props: FrameProps) => {
  useFrame(props)
  const presence = usePresence(props.open)
  if (!presence.isThere) return null
  return (
    <Modal
      open={props.open}
      afterClose={presence.leave}
      title={props.title}
      onCancel={props.onClose}
      width={props.width ?? 520}
      footer={props.footer ?? null}
      keyboard={false}
      mask={{ closable: false }}
      centered
      destroyOnHidden
    >
      <Content testId={props.testId}>{props.children}</Content>
    </Modal>
  )
}

export const SidePanel = (props: FrameProps) => {
  useFrame(props)
  const presence = usePresence(props.open)
  if (!presence.isThere) return null
  return (
    <Drawer
      open={props.open}
      afterOpenChange={(open) => open || presence.leave()}
      title={props.title}
      onClose={props.onClose}
      size={props.width ?? 560}
      footer={props.footer ?? null}
      keyboard={false}
      destroyOnHidden
      styles={{ body: { padding: 0 }, header: { padding: '8px 16px' }, footer: { padding: '8px 16px' } }}
    >
      <Content testId={props.testId} className="side-panel">
        {props.children}
      </Content>
    </Drawer>
  )
}

/** Until it is opened, and once it has gone from the screen, a window costs nothing: a scan would draw each closed one again. */
const usePresence = (open: boolean): { isThere: boolean; leave(): void } => {
  const [isThere, setThere] = useState(open)
  if (open && !isThere) setThere(true)
  return { isThere: open || isThere, leave: () => setThere(false) }
}

/** After closing, the focus goes back to where it was, unless the screen has put it somewhere itself. */
const useFocusReturn = (open: boolean): void => {
  useLayoutEffect(() => {
    const before = document.activeElement
    if (!open) return
    return () => {
      setTimeout(() => {
        const lost = document.activeElement === document.body || document.activeElement?.closest('.dialog-content')
        if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
      }, focusAfterMs)
    }
  }, [open])
}

/**
 * antd would focus the closing cross, where an Enter pressed by habit closes what was just asked for. What is marked
 * `data-autofocus` has the focus instead: React's own autoFocus comes too early for a window that is made open.
 */
const Content = ({ testId, className, children }: { testId: string; className?: string; children: ReactNode }) => {
  const content = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const own = content.current
    const frame = own?.closest('.ant-modal, .ant-drawer')
    const begin = (): void => (firstField(own) ?? own)?.focus({ preventScroll: true })
    const timer = setTimeout(() => {
      const wanted = document.activeElement?.matches('input, textarea, .ant-btn-primary') === true
      if (!wanted) begin()
    }, focusAfterMs)
    // in a window nobody looks at frames are slow, and antd's own focusing comes after ours
    const mend = (event: Event): void => {
      if ((event.target as HTMLElement).matches('.ant-modal-close, .ant-drawer-close')) begin()
    }
    const leave = (): void => {
      frame?.removeEventListener('focusin', mend)
      frame?.removeEventListener('keydown', leave)
    }
    frame?.addEventListener('focusin', mend)
    // whoever presses a key has seen where the focus is, and Tab may lead to the cross
    frame?.addEventListener('keydown', leave)
    return () => {
      clearTimeout(timer)
      leave()
    }
  }, [])
  return (
    <div ref={content} tabIndex={-1} data-testid={testId} className={`dialog-content ${className ?? ''}`}>
      {children}
    </div>
  )
}

const firstField = (content: HTMLElement | null): HTMLElement | null => {
  const marked = content?.querySelector<HTMLElement>('[data-autofocus="true"]') ?? null
  return marked?.matches('input, textarea, button')
    ? marked
    : (marked?.querySelector<HTMLElement>('input:checked') ?? marked?.querySelector<HTMLElement>('input') ?? null)
}

/** After antd's own focusing, which waits for the first frames of opening. */
const focusAfterMs = 60
