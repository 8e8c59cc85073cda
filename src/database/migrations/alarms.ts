/**
 * Alarms at HQ: what a store's PC said or did that a person has to look at. What was parked before there were alarms
 * raises one now. And how much of HQ's word a PC had surely heard when it last owed nothing.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class Alarms1795910400004 implements MigrationInterface {
  name = 'Alarms1795910400004'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  // about: what it is an alarm about, by kind: a place in a log, a PC, a user; lastAt: when it was last seen again
  `CREATE TABLE alarm (alarmId TEXT PRIMARY KEY, at TEXT NOT NULL, lastAt TEXT NOT NULL, kind TEXT NOT NULL,
     about TEXT NOT NULL, storeCode TEXT NOT NULL, deviceId TEXT NOT NULL, userId TEXT NOT NULL, documentId TEXT NOT NULL,
     logId TEXT NOT NULL, seq INTEGER NOT NULL, detail TEXT NOT NULL,
     state TEXT NOT NULL CHECK (state IN ('open', 'closed')), closedBy TEXT NOT NULL, closedAt TEXT, note TEXT NOT NULL,
     CHECK ((state = 'closed') = (closedAt IS NOT NULL))) STRICT`,
  `CREATE UNIQUE INDEX alarmOpen ON alarm (kind, about) WHERE state = 'open'`,
  `CREATE INDEX alarmList ON alarm (at, alarmId)`,
  `CREATE INDEX alarmStore ON alarm (storeCode, state)`,
  `CREATE INDEX alarmDocument ON alarm (documentId)`,
  `CREATE TRIGGER alarmKept BEFORE DELETE ON alarm BEGIN SELECT RAISE(ABORT, 'an alarm is never deleted'); END`,
  `CREATE TRIGGER alarmClosedFinal BEFORE UPDATE ON alarm WHEN OLD.state = 'closed'
     BEGIN SELECT RAISE(ABORT, 'a closed alarm never changes'); END`,
  `INSERT INTO alarm SELECT lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2)
       || '-8' || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6))),
     p.at, p.at, 'eventParked', p.logId || '/' || p.seq, d.storeCode, d.deviceId, '', '', p.logId, p.seq,
     json_object('ground', 'other', 'reason', p.reason), 'open', '', NULL, ''
     FROM parkedEvent p JOIN log l ON l.logId = p.logId JOIN device d ON d.deviceId = l.deviceId`,
  // when it had heard all HQ says of people and of the policy, and as of when it surely had when it last owed nothing
  ...['usersHeardAt', 'policyHeardAt', 'caughtUpAt'].map((column) => `ALTER TABLE device ADD COLUMN ${column} TEXT`),
]
