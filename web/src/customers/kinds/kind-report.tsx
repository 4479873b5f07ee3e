import { type ReadReport } from '../reports.js';
import { Attribution } from './attribution.js';
import { LifeCycle } from './life-cycle.js';
import { MarketingMix } from './marketing-mix.js';
import { Personas } from './personas.js';
import { CustomerValue } from './customer-value.js';

interface KindReportProps {
  /** Id of the analysis. */
  readonly analysis: string;
  readonly read: ReadReport;
}

/** The charts and tables of a report, as its kind has them. */
export function KindReport({ analysis, read }: KindReportProps) {
  switch (read.kind) {
    case 'rfm':
      return <LifeCycle analysis={analysis} report={read.report} />;
    case 'lifetime-value':
      return <CustomerValue analysis={analysis} report={read.report} />;
    case 'personas':
      return <Personas report={read.report} />;
    case 'attribution':
      return <Attribution report={read.report} />;
    case 'marketing-mix':
      return <MarketingMix report={read.report} />;
    case 'recommendations':
      return null;
  }
}
