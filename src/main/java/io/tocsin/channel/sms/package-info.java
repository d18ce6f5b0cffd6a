/** SMS through Alibaba Cloud. */
@NullMarked
package io.tocsin.channel.sms;

import org.jspecify.annotations.NullMarked;
