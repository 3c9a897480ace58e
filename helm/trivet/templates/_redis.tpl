{{/* The Secret with the address of a Redis outside: the one that is named, or one made of the URL. */}}
{{- define "trivet.redisSecret" -}}
{{- $external := .Values.redis.external -}}
{{- if and $external.url $external.existingSecret -}}
{{- fail "\n\nredis.external.url and redis.external.existingSecret are both set; leave one of them out.\n" -}}
{{- end -}}
{{- /* Not by the schema, which would show the password. */ -}}
{{- if and $external.url (not (regexMatch "^rediss?://." $external.url)) -}}
{{- fail "\n\nredis.external.url is no Redis address; write redis://user:password@host:6379, or rediss:// for TLS.\n" -}}
{{- end -}}
{{- if not (or $external.url $external.existingSecret) -}}
{{- fail "\n\nredis.enabled is false and redis.external.existingSecret is empty. Put your Redis' address into a Secret under the key url:\n\n  kubectl create secret generic trivet-redis --from-literal=url=redis://:password@host:6379\n\nand name it: --set redis.external.existingSecret=trivet-redis\n" -}}
{{- end -}}
{{- $external.existingSecret | default (printf "%s-redis-url" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/* Where Redis is, as environment variables: the chart's own, or the one outside. */}}
{{- define "trivet.redisEnv" -}}
{{- if .Values.redis.enabled -}}
- name: REDIS_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "trivet.secretName" . }}
      key: redis-password
- name: REDIS_URL
  value: redis://trivet:$(REDIS_PASSWORD)@{{ include "trivet.fullname" . }}-redis:6379
{{- else -}}
{{- $external := .Values.redis.external -}}
{{- if and (eq $external.mode "sentinel") (not $external.master) -}}
{{- fail "\n\nredis.external.mode is sentinel and redis.external.master is empty. Give the name by which the sentinels know the master, such as mymaster.\n" -}}
{{- end -}}
{{- if and (ne $external.mode "sentinel") $external.master -}}
{{- fail (printf "\n\nredis.external.master is for redis.external.mode=sentinel, and the mode is %s; set the one or leave out the other.\n" $external.mode) -}}
{{- end -}}
- name: REDIS_URL
  valueFrom:
    secretKeyRef:
      name: {{ include "trivet.redisSecret" . }}
      key: url
- name: REDIS_MODE
  value: {{ $external.mode }}
{{- if eq $external.mode "sentinel" }}
- name: REDIS_MASTER
  value: {{ $external.master | quote }}
- name: REDIS_SENTINEL_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "trivet.redisSecret" . }}
      key: sentinel-password
      optional: true
{{- end }}
{{- if $external.caSecret }}
- name: REDIS_CA
  value: /etc/trivet-redis/ca.crt
{{- end }}
{{- end -}}
{{- end -}}
