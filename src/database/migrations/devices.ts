/**
 * At HQ: why a store PC was disabled or restored and what it was before, what it last said of itself, and the one-time
 * codes by which it gets a new key.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm'
import { runAll } from './support'

export class Devices1795910400005 implements MigrationInterface {
  name = 'Devices1795910400005'

  async up(runner: QueryRunner): Promise<void> {
    await runAll(runner, statements)
  }

  async down(): Promise<void> {
    throw new Error('not migrated down')
  }
}

const statements = [
  // stateBefore: what a restored PC is again; a quarantine is not lifted by disabling and restoring
  `CREATE TABLE deviceAbout (deviceId TEXT PRIMARY KEY REFERENCES device (deviceId), stateReason TEXT NOT NULL DEFAULT '',
     stateBefore TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '', keyKept TEXT, skewSeconds INTEGER) STRICT`,
  // publicKey: of the PC that spent it; gone with the first push under the new key
  `CREATE TABLE recoveryCode (codeHash TEXT PRIMARY KEY, deviceId TEXT NOT NULL UNIQUE REFERENCES device (deviceId),
     expiresAtMs INTEGER NOT NULL, publicKey TEXT) STRICT`,
]
