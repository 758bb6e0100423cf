// SPDX-License-Identifier: Apache-2.0
/** Clients that try addresses to find out which there are, and what they are told (docs/adr/0050). */
@NullMarked
package io.domainsharing.ownership.harvest;

import org.jspecify.annotations.NullMarked;
