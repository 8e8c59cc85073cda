/** A step of a stocktake: sounds as every deed does, and whatever shows the stocktake asks again. */
import type { InputOf, OperationName, OutputOf } from '../../../contract/operations'
import { useCommand } from '../../../ui/client'
import { playSound } from '../../scanning/sounds'

export const touches = [
  'stocktake.list',
  'stocktake.get',
  'stocktake.review',
  'stocktakeTask.list',
  'document.list',
  'document.inbox',
  'stock.list',
] as const satisfies readonly OperationName[]

export const useStocktakeCommand = <N extends OperationName & (`stocktake.${string}` | 'stocktakeTask.open')>(
  name: N,
  onDone: (value: OutputOf<N>, input: InputOf<N>) => void,
) =>
  useCommand(name, {
    touches,
    onDone: (value, input) => {
      playSound('ok')
      onDone(value, input)
    },
    onRefused: () => playSound('error'),
  })
