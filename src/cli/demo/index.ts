export { compareCoupons, type CouponComparison } from './coupons/compare-coupons.js';
export { type CouponLesson, type CouponScores, learnCoupons, scoreCoupons } from './coupons/learn-coupons.js';
export { storyRows } from './story-rows.js';
