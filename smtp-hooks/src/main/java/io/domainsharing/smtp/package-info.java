// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.smtp;

import org.jspecify.annotations.NullMarked;
