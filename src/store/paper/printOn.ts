/** A document laid out goes to the shell, which makes the PDF and shows it; what did not come out was not printed. */
import { Refusal } from '../../gateway/gateway'
import type { ErrandCall } from '../calls'

export const printOn = async (
  call: ErrandCall,
  name: string,
  html: string,
  { shown = true }: { shown?: boolean } = {},
): Promise<{ file: string; opened: boolean }> => {
  const printed = await call.runtime.host.printPaper({ name, html, shown })
  if (!printed) throw new Refusal('PAPER_NOT_PRINTED')
  return printed
}
