// SPDX-License-Identifier: Apache-2.0
/** The findings of a running server: the rounds that look for them, and the board that says which there are, and since when. */
@NullMarked
package io.domainsharing.findings.live;

import org.jspecify.annotations.NullMarked;
