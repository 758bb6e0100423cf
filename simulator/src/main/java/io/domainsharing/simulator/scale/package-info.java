// SPDX-License-Identifier: Apache-2.0
/** A day of mail at one of many sites, or at one of a few large ones, on virtual time: what it asks, sends, holds and answers. */
@NullMarked
package io.domainsharing.simulator.scale;

import org.jspecify.annotations.NullMarked;
