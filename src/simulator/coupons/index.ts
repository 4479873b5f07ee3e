export { COUPONS, type CouponMailing, expectedProfits, mailCoupons } from './coupons.js';
