// SPDX-License-Identifier: Apache-2.0
/**
 * Mail for addresses of shared domains: split by owner, handed over to peers from one queue each, kept while nobody can say
 * who the owner is, given back to its sender when it is too old or refused.
 */
@NullMarked
package io.domainsharing.mailets;

import org.jspecify.annotations.NullMarked;
