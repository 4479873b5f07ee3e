import { answerQuestions } from '../../crew/index.js';
import { type ThreadPlan } from './tasks.js';
import { openWorkbench } from './workbench.js';

answerQuestions((plan) => openWorkbench(plan as ThreadPlan));
