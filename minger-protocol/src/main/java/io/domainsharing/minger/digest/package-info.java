// SPDX-License-Identifier: Apache-2.0
/** Address digests on the wire: a sorted list of keyed hashes, its changes, and how they travel (docs/address-digests.md). */
@NullMarked
package io.domainsharing.minger.digest;

import org.jspecify.annotations.NullMarked;
