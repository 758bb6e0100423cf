// SPDX-License-Identifier: Apache-2.0
package io.domainsharing.commandline.edit;

/**
 * Whole lines that were changed, each with what ends it.
 *
 * @param line of the first of them in the text as it was, from 1 on
 * @param removed those that stood there; empty: none
 * @param inserted those that stand there now; never empty, so that the place can be found again
 * @param why in some words, without a full stop
 */
public record Hunk(int line, String removed, String inserted, String why) {}
