import { type DynamicModule, Module } from '@nestjs/common';
import { type Database } from '../database/index.js';
import { AUDIT_DATABASE, AuditController } from './audit.controller.js';

/** `GET /v1/audit`. */
@Module({})
export class AuditModule {
  static with({ database }: { readonly database: Database }): DynamicModule {
    return {
      module: AuditModule,
      controllers: [AuditController],
      providers: [{ provide: AUDIT_DATABASE, useValue: database }],
    };
  }
}
