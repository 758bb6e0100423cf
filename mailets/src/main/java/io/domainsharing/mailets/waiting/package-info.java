// SPDX-License-Identifier: Apache-2.0
/**
 * Where mail waits until it is tried again: in James's own queue where that keeps delays, else in James's own mail repository, with
 * the broker for a clock (docs/adr/0034).
 */
@NullMarked
package io.domainsharing.mailets.waiting;

import org.jspecify.annotations.NullMarked;
