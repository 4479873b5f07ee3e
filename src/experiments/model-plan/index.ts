export { ModelPlans } from './model-plans.js';
export { type ModelPlan } from './plan-model.js';
