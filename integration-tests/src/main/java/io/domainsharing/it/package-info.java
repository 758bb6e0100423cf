// SPDX-License-Identifier: Apache-2.0
/**
 * Real James servers as processes of their own, and the clients that talk to them: what the integration tests and the demo
 * are made of.
 */
@NullMarked
package io.domainsharing.it;

import org.jspecify.annotations.NullMarked;
