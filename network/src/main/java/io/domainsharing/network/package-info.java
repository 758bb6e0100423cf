// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.network;

import org.jspecify.annotations.NullMarked;
