// SPDX-License-Identifier: Apache-2.0
/** Sites in one process on virtual time, with the real resolver, breaker, guard and cache, and a network that does its worst. */
@NullMarked
package io.domainsharing.simulator;

import org.jspecify.annotations.NullMarked;
