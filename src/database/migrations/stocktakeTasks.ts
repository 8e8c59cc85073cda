/**
 * 盘点任务: what HQ asks its stores to count, on both sides, and which stocktake carries it out. At HQ also the schedules tasks
 * come from; a schedule asks a store once for each of its days, however often the hub starts.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

class StocktakeTasks implements MigrationInterface {
  name = ''

  protected statements: readonly string[] = shared

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, this.statements)
  }

  async down(): Promise<void> {
    throw new Error('a ledger is never migrated down')
  }
}

const shared = [
  `ALTER TABLE stocktake ADD COLUMN taskId TEXT NOT NULL DEFAULT ''`,
  `CREATE INDEX stocktakeOfTask ON stocktake (taskId) WHERE taskId <> ''`,
  // `scope`: JSON; `day`: the store day it was made for; `state`: HQ's own word, how far it is follows from its stocktake
  `CREATE TABLE stocktakeTask (
     taskId TEXT PRIMARY KEY, number TEXT NOT NULL UNIQUE, scheduleId TEXT NOT NULL, name TEXT NOT NULL,
     storeCode TEXT NOT NULL, scope TEXT NOT NULL, blind INTEGER NOT NULL, tolerancePermille INTEGER NOT NULL,
     toleranceFen INTEGER NOT NULL, note TEXT NOT NULL, day TEXT NOT NULL, dueDate TEXT NOT NULL, state TEXT NOT NULL,
     closeReason TEXT NOT NULL, createdByName TEXT NOT NULL, createdAt TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  'CREATE INDEX stocktakeTaskDue ON stocktakeTask (dueDate, number)',
  `CREATE TRIGGER stocktakeTaskKept BEFORE DELETE ON stocktakeTask
     BEGIN SELECT RAISE(ABORT, 'a task is called off, never deleted'); END`,
]

const atHub = [
  `CREATE UNIQUE INDEX stocktakeTaskOnce ON stocktakeTask (scheduleId, storeCode, day) WHERE scheduleId <> ''`,
  // `plan`, `stores`, `recurrence`: JSON; `regionCode`: whose schedule it is, '' the chain's; `madeThrough`: the store day
  // up to which it was looked at
  `CREATE TABLE stocktakeSchedule (
     scheduleId TEXT PRIMARY KEY, version INTEGER NOT NULL, name TEXT NOT NULL, plan TEXT NOT NULL, stores TEXT NOT NULL,
     recurrence TEXT NOT NULL, startDay TEXT NOT NULL, endDay TEXT NOT NULL, daysToDo INTEGER NOT NULL,
     state TEXT NOT NULL, regionCode TEXT NOT NULL, madeThrough TEXT NOT NULL, createdById TEXT NOT NULL,
     createdAt TEXT NOT NULL) STRICT, WITHOUT ROWID`,
  `CREATE TRIGGER stocktakeScheduleKept BEFORE DELETE ON stocktakeSchedule
     BEGIN SELECT RAISE(ABORT, 'a schedule is ended, never deleted'); END`,
  `CREATE TRIGGER stocktakeScheduleEnded BEFORE UPDATE ON stocktakeSchedule WHEN OLD.state = 'ended'
     BEGIN SELECT RAISE(ABORT, 'an ended schedule never changes'); END`,
]

export class StocktakeTasks1795910400050 extends StocktakeTasks {
  override name = 'StocktakeTasks1795910400050'
}

export class HubStocktakeTasks1795910400050 extends StocktakeTasks {
  override name = 'HubStocktakeTasks1795910400050'
  protected override statements = [...shared, ...atHub]
}
