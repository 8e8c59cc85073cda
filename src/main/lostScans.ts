/** The page cannot say that scans are being lost, because it is the page that is gone: the shell says it, loudly. */
import { dialog, shell } from 'electron'

const title = '扫描丢失 Scans lost'
const message =
  '窗口没有响应，最近的扫描没有记录。请等窗口恢复后，把刚才的商品重新扫描。\n' +
  'The window does not respond and the latest scans were not recorded. Scan those goods again once it is back.'

/** Every lost scan beeps; one message stands for all of them until it is closed. */
export const createLostScanAlarm = () => {
  let isShown = false
  return (): void => {
    shell.beep()
    if (isShown) return
    isShown = true
    void dialog.showMessageBox({ type: 'error', title, message }).finally(() => {
      isShown = false
    })
  }
}
