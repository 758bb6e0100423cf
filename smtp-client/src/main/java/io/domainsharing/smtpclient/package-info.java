// SPDX-License-Identifier: Apache-2.0
/** Asks SMTP servers one thing at a time and never sends a message. Knows nothing of James. */
@NullMarked
package io.domainsharing.smtpclient;

import org.jspecify.annotations.NullMarked;
