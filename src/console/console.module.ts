import { Module } from '@nestjs/common';
import { ConsoleController } from './console.controller.js';

/** The page in which marketers work: what `npm run build` made of `web/`. */
@Module({ controllers: [ConsoleController] })
export class ConsoleModule {}
