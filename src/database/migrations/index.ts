/** Which migrations make which database, in order. The count is the schema's version. */
import { Documents1795392000000 } from './documents'
import { Hub1795305600003 } from './hub'
import { Ledger1795305600000 } from './ledger'
import { MasterData1795305600001 } from './masterData'
import { OutsideAccounts1795824000000 } from './outsideAccounts'
import { Store1795305600002 } from './store'
import { TransferOrder1795428000000 } from './transferOrder'

export const migrationsOf = {
  store: [
    Ledger1795305600000,
    MasterData1795305600001,
    Store1795305600002,
    Documents1795392000000,
    TransferOrder1795428000000,
    OutsideAccounts1795824000000,
  ],
  hub: [
    Ledger1795305600000,
    MasterData1795305600001,
    Hub1795305600003,
    Documents1795392000000,
    TransferOrder1795428000000,
    OutsideAccounts1795824000000,
  ],
}
