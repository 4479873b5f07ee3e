export { COUPONS, type CouponMailing, expectedProfits, mailCoupons, type SimulatedCoupon } from './coupons.js';
