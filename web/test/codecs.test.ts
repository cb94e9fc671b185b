import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentenceOfUndecodable } from '../src/player/codecs';

const isPlayedHere = (type: string) => /avc1|mp4a/.test(type);

test('a codec that the browser lacks is named once, and those that it has are not', () => {
  const sentence = sentenceOfUndecodable(['hvc1.1.6.L93.B0', 'mp4a.40.2', ' hvc1.1.6.L93.B0'], isPlayedHere);
  assert.match(sentence, /^This browser has no decoder for H\.265 \(hvc1\.1\.6\.L93\.B0\)\. Watch it with/);
});

test('several are told', () => assert.match(sentenceOfUndecodable(['hev1.1', 'ec-3', 'xyz9'], isPlayedHere), /no decoder for H\.265 \(hev1\.1\) and E-AC-3 \(ec-3\) and xyz9\. /));

test('where nothing is known of the codecs, nothing is named', () => assert.match(sentenceOfUndecodable([], isPlayedHere), /no decoder for the codecs of this stream\. /));
