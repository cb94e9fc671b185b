// Starts Debian's Chromium, headless, as any user. Nothing is downloaded. CHROMIUM names another binary.
import { chromium } from 'playwright-core';

const flags = [
  '--no-sandbox', // tests run as root in containers
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-background-timer-throttling',
  '--disable-renderer-backgrounding',
  '--disable-backgrounding-occluded-windows',
];

/** A page of a new browser, which believes any certificate, and what it complained about. The browser ends with `close`, and when this process is told to end. */
export async function openPage(viewport = { width: 1280, height: 800 }) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags });
  const page = await browser.newPage({ viewport, ignoreHTTPSErrors: true });
  const complaints = [];
  page.on('console', message => message.type() === 'error' && complaints.length < 20 && complaints.push(message.text()));
  page.on('pageerror', error => complaints.length < 20 && complaints.push(`exception: ${error.message}`));
  return { page, complaints, close: () => browser.close() };
}
