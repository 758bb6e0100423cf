// SPDX-License-Identifier: Apache-2.0
/** What DNS says about who takes a domain's mail, and this server's place in it (docs/adr/0015). */
@NullMarked
package io.domainsharing.ownership.mx;

import org.jspecify.annotations.NullMarked;
