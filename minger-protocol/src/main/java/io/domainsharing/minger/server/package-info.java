// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.minger.server;

import org.jspecify.annotations.NullMarked;
