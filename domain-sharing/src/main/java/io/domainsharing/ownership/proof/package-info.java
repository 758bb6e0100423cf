// SPDX-License-Identifier: Apache-2.0
/** Which peers prove their answers by Minger, and what is made of answers that lack the proof. */
@NullMarked
package io.domainsharing.ownership.proof;

import org.jspecify.annotations.NullMarked;
