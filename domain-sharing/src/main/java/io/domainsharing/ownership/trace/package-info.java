// SPDX-License-Identifier: Apache-2.0
/** The signed lines that tell this server which addresses it has handed a message over for (docs/adr/0025-signed-trace.md). */
@NullMarked
package io.domainsharing.ownership.trace;

import org.jspecify.annotations.NullMarked;
