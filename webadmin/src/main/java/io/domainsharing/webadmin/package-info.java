// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.domainsharing.webadmin;

import org.jspecify.annotations.NullMarked;
