{{/* The Secret with the address of a PostgreSQL outside: the one that is named, or one made of the URL. */}}
{{- define "trivet.databaseSecret" -}}
{{- $database := .Values.database -}}
{{- /* Not by the schema, which would show the password. */ -}}
{{- if and $database.url (not (regexMatch "^postgres(ql)?://." $database.url)) -}}
{{- fail "\n\ndatabase.url is no PostgreSQL address; write postgresql://user:password@host:5432/database.\n" -}}
{{- end -}}
{{- if and $database.caSecret .Values.postgres.enabled -}}
{{- fail "\n\ndatabase.caSecret is for a PostgreSQL outside, and postgres.enabled brings one that has no certificate; leave one of them out.\n" -}}
{{- end -}}
{{- $ways := list -}}
{{- range $way, $value := dict "database.url" $database.url "database.existingSecret" $database.existingSecret "postgres.enabled" .Values.postgres.enabled -}}
{{- if $value -}}{{- $ways = append $ways $way -}}{{- end -}}
{{- end -}}
{{- if gt (len $ways) 1 -}}
{{- fail (printf "\n\n%s are set, and each says where PostgreSQL is; leave all but one of them out.\n" (join " and " $ways)) -}}
{{- end -}}
{{- if not $ways -}}
{{- fail "\n\nTrivet needs a PostgreSQL, and database.existingSecret is empty. Put its address into a Secret under the key url:\n\n  kubectl create secret generic trivet-database --from-literal=url=postgresql://user:password@host:5432/database\n\nand name it: --set database.existingSecret=trivet-database\n\nFor a first try the chart brings a small one of its own: --set postgres.enabled=true\n" -}}
{{- end -}}
{{- $database.existingSecret | default (printf "%s-database-url" (include "trivet.fullname" .)) -}}
{{- end -}}

{{/* Where PostgreSQL is, as environment variables: the chart's own, or the one outside. */}}
{{- define "trivet.databaseEnv" -}}
{{- $secret := include "trivet.databaseSecret" . -}}
{{- if .Values.postgres.enabled -}}
- name: POSTGRES_PASSWORD
  valueFrom:
    secretKeyRef:
      name: {{ include "trivet.secretName" . }}
      key: postgres-password
- name: DATABASE_URL
  value: postgresql://trivet:$(POSTGRES_PASSWORD)@{{ include "trivet.fullname" . }}-postgres:5432/trivet
{{- else -}}
- name: DATABASE_URL
  valueFrom:
    secretKeyRef:
      name: {{ $secret }}
      key: url
{{- if .Values.database.caSecret }}
- name: DATABASE_CA
  value: /etc/trivet-database/ca.crt
{{- end }}
{{- end -}}
{{- end -}}
