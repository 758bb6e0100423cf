// SPDX-License-Identifier: Apache-2.0
/** Domains that this server relays: their addresses verified by their hosts or by a file. */
@NullMarked
package io.domainsharing.ownership.gateway;

import org.jspecify.annotations.NullMarked;
