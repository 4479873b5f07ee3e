import { Module } from '@nestjs/common';
import { ExperimentsController } from './http/index.js';

/** Plans of experiments, and what they showed. */
@Module({ controllers: [ExperimentsController] })
export class ExperimentsModule {}
