/** Which migrations make which database, in order. The count is the schema's version. */
import { Alarms1795910400004 } from './alarms'
import { Audit1795910400006 } from './audit'
import { Barcodes1795910400008 } from './barcodes'
import { ChainTemplates1795910400096, HubChainTemplates1795910400096 } from './chainTemplates'
import { CodeRequests1795910400070 } from './codeRequests'
import { CountArrivals1795910400060, HubCountArrivals1795910400060 } from './countArrivals'
import { CountedSince1795910400083, HubCountedSince1795910400083 } from './countedSince'
import { CountSheets1795910400040 } from './countSheets'
import { Devices1795910400005 } from './devices'
import { Documents1795392000000 } from './documents'
import { EntryCounts1795910400007 } from './entryCounts'
import { Hub1795305600003 } from './hub'
import { HubSignIn1795910400002 } from './hubSignIn'
import { HubStarts1795910400109 } from './hubStarts'
import { HubTries1795910400009 } from './hubTries'
import { LabelAbout1795910400108 } from './labelAbout'
import { LabelQueue1795910400086 } from './labelQueue'
import { HubLabelsPrintedAt1795910400097 } from './labelsPrintedAt'
import { LabelTemplates1795910400089 } from './labelTemplates'
import { Ledger1795305600000 } from './ledger'
import { MasterData1795305600001 } from './masterData'
import { OutsideAccounts1795824000000 } from './outsideAccounts'
import { PaperPrints1795910400094 } from './paperPrints'
import { HubPriceChanges1795910400091, PriceChanges1795910400091 } from './priceChanges'
import { PullEpochs1795910400110 } from './pullEpochs'
import { RecountsWaived1795910400085 } from './recountsWaived'
import { RowLines1795910400021 } from './rowLines'
import { StandingSteps1795910400080 } from './standingSteps'
import { HubStocktakes1795910400020, Stocktakes1795910400020 } from './stocktakes'
import { StocktakesTold1795910400030 } from './stocktakesTold'
import { HubStocktakeTasks1795910400050, StocktakeTasks1795910400050 } from './stocktakeTasks'
import { Store1795305600002 } from './store'
import { StoreSignIn1795910400003 } from './storeSignIn'
import { Trail1795910400000 } from './trail'
import { TransferOrder1795428000000 } from './transferOrder'
import { HubUsers1795910400001, Users1795910400001 } from './users'

export const migrationsOf = {
  store: [
    Ledger1795305600000,
    MasterData1795305600001,
    Store1795305600002,
    Documents1795392000000,
    TransferOrder1795428000000,
    OutsideAccounts1795824000000,
    Trail1795910400000,
    Users1795910400001,
    StoreSignIn1795910400003,
    Barcodes1795910400008,
    Stocktakes1795910400020,
    RowLines1795910400021,
    CountSheets1795910400040,
    StocktakeTasks1795910400050,
    CountArrivals1795910400060,
    CodeRequests1795910400070,
    StandingSteps1795910400080,
    CountedSince1795910400083,
    RecountsWaived1795910400085,
    LabelQueue1795910400086,
    LabelTemplates1795910400089,
    PriceChanges1795910400091,
    PaperPrints1795910400094,
    ChainTemplates1795910400096,
    LabelAbout1795910400108,
    PullEpochs1795910400110,
  ],
  hub: [
    Ledger1795305600000,
    MasterData1795305600001,
    Hub1795305600003,
    Documents1795392000000,
    TransferOrder1795428000000,
    OutsideAccounts1795824000000,
    Trail1795910400000,
    HubUsers1795910400001,
    HubSignIn1795910400002,
    Alarms1795910400004,
    Devices1795910400005,
    Audit1795910400006,
    EntryCounts1795910400007,
    Barcodes1795910400008,
    HubTries1795910400009,
    HubStocktakes1795910400020,
    RowLines1795910400021,
    StocktakesTold1795910400030,
    HubStocktakeTasks1795910400050,
    HubCountArrivals1795910400060,
    CodeRequests1795910400070,
    StandingSteps1795910400080,
    HubCountedSince1795910400083,
    RecountsWaived1795910400085,
    HubPriceChanges1795910400091,
    HubChainTemplates1795910400096,
    HubLabelsPrintedAt1795910400097,
    HubStarts1795910400109,
  ],
}
