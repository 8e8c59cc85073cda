/**
 * How goods were entered, counted as HQ takes each line of a trail: by scanner or by hand, a day, a person and a paper at a
 * time. What a line counts as is read out of its hashed bytes by the database itself, like every column of the trail.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class EntryCounts1795910400007 implements MigrationInterface {
  name = 'EntryCounts1795910400007'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

/**
 * A scan that put something on a line is an entry; one that found nothing, or asked for a lot, is none yet. A code keyed into
 * the scan bar is read like a scan, and was seen by no scanner.
 */
const entry = `CASE
  WHEN NOT json_valid(payload) OR json_extract(payload, '$.outcome') IS NOT 'done' THEN ''
  WHEN json_extract(payload, '$.operation') IN ('document.setLine', 'document.adjust') THEN 'typed'
  WHEN json_extract(payload, '$.operation') IS NOT 'document.scan' THEN ''
  WHEN coalesce(json_extract(payload, '$.detail.outcome'), '')
    NOT IN ('added', 'firstOfLine', 'lineDone', 'receiptDone', 'over', 'nearExpiry') THEN ''
  WHEN json_extract(payload, '$.detail.source') IS 'typed' THEN 'typed'
  ELSE 'scan' END`

/** a day in China, whose offset never changes; a line whose time is none counts on no day */
const day = (line: string): string => `coalesce(date(${line}at, '+8 hours'), '')`

const statements = [
  `ALTER TABLE trail ADD COLUMN entry TEXT GENERATED ALWAYS AS (${entry}) VIRTUAL`,
  `CREATE TABLE entryCount (day TEXT NOT NULL, logId TEXT NOT NULL, userId TEXT NOT NULL, documentId TEXT NOT NULL,
     scans INTEGER NOT NULL, typed INTEGER NOT NULL,
     PRIMARY KEY (day, logId, userId, documentId)) STRICT, WITHOUT ROWID`,
  `CREATE INDEX entryCountDocument ON entryCount (documentId, scans, typed)`,
  `INSERT INTO entryCount SELECT ${day('')}, logId, userId, documentId, sum(entry = 'scan'), sum(entry = 'typed')
     FROM trail WHERE entry <> '' GROUP BY 1, 2, 3, 4`,
  `CREATE TRIGGER trailEntry AFTER INSERT ON trail WHEN NEW.entry <> '' BEGIN
     INSERT INTO entryCount VALUES (${day('NEW.')}, NEW.logId, NEW.userId, NEW.documentId, NEW.entry = 'scan', NEW.entry = 'typed')
       ON CONFLICT (day, logId, userId, documentId)
       DO UPDATE SET scans = scans + excluded.scans, typed = typed + excluded.typed;
   END`,
]
