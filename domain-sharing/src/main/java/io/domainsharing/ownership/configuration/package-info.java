// SPDX-License-Identifier: Apache-2.0
/** The blocks of {@code conf/domainsharing.xml}, one record each, validated. */
@NullMarked
package io.domainsharing.ownership.configuration;

import org.jspecify.annotations.NullMarked;
