// SPDX-License-Identifier: Apache-2.0
/** Rules that ask the network as James would. */
@NullMarked
package io.domainsharing.findings.network;

import org.jspecify.annotations.NullMarked;
