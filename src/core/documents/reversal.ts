/** 红冲: a posted document is undone by its mirror, movement by movement, with the same quantities and values. */
import type { Movement } from '../stock/movement'

export const mirrored = (movements: readonly Movement[]): Movement[] =>
  movements.map((movement) => ({
    ...movement,
    fromAccount: movement.toAccount,
    toAccount: movement.fromAccount,
    kind: 'reversal',
  }))
