// SPDX-License-Identifier: Apache-2.0
/** Who shares the domains now: one immutable set of peers and gateways, and one place that holds and changes it. */
@NullMarked
package io.domainsharing.ownership.membership;

import org.jspecify.annotations.NullMarked;
