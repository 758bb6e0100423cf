// SPDX-License-Identifier: Apache-2.0
/** Holds what our JARs carry against a database of known faults (docs/adr/0028-libraries-without-known-faults.md). */
@NullMarked
package io.domainsharing.it.faults;

import org.jspecify.annotations.NullMarked;
