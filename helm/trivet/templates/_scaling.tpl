{{/* How few pods a workload has. */}}
{{- define "trivet.fewest" -}}
{{- ternary .values.autoscaling.minReplicas .values.replicas .values.autoscaling.enabled | int -}}
{{- end -}}

{{/*
How many pods a workload is to have now. With an autoscaler as many as there are, within its bounds: a number that is left out is 1
for Kubernetes, and all other pods would end at once. Nothing where there is no cluster to ask: what such a tool wrote would
undo what the autoscaler did, each time that it is applied. Each namespace has the ServiceAccount that shows whether there is one.
*/}}
{{- define "trivet.replicas" -}}
{{- if not .values.autoscaling.enabled -}}
{{- int .values.replicas -}}
{{- else -}}
{{- $namespace := .root.Release.Namespace -}}
{{- $name := printf "%s-%s" (include "trivet.fullname" .root) .name -}}
{{- with (lookup "apps/v1" "Deployment" $namespace $name).spec -}}
{{- max $.values.autoscaling.minReplicas (min $.values.autoscaling.maxReplicas .replicas) -}}
{{- else -}}
{{- if lookup "v1" "ServiceAccount" $namespace "default" -}}{{- int .values.autoscaling.minReplicas -}}{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* How many pods a workload has at most. */}}
{{- define "trivet.most" -}}
{{- ternary .values.autoscaling.maxReplicas .values.replicas .values.autoscaling.enabled | int -}}
{{- end -}}

{{/* What adds pods when there is much to do, and keeps some while nodes are emptied. */}}
{{- define "trivet.scaling" -}}
{{- $fullname := printf "%s-%s" (include "trivet.fullname" .root) .name -}}
{{- if .values.autoscaling.enabled }}
{{- if gt (int .values.autoscaling.minReplicas) (int .values.autoscaling.maxReplicas) }}
{{- fail (printf "\n\nautoscaling of %s: minReplicas is %d and maxReplicas only %d.\n" .name (int .values.autoscaling.minReplicas) (int .values.autoscaling.maxReplicas)) }}
{{- end }}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  scaleTargetRef:
    apiVersion: apps/v1
    kind: Deployment
    name: {{ $fullname }}
  minReplicas: {{ int .values.autoscaling.minReplicas }}
  maxReplicas: {{ int .values.autoscaling.maxReplicas }}
  metrics:
    - type: Resource
      resource:
        name: cpu
        target:
          type: AverageValue
          averageValue: {{ .values.autoscaling.cpu | quote }}
{{- end }}
{{- if gt (include "trivet.fewest" . | int) 1 }}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata:
  name: {{ $fullname }}
  labels:
    {{- include "trivet.labels" . | nindent 4 }}
spec:
  maxUnavailable: 1
  # A pod that does not answer holds up nobody who empties a node.
  unhealthyPodEvictionPolicy: AlwaysAllow
  selector:
    matchLabels:
      {{- include "trivet.selector" . | nindent 6 }}
{{- end }}
{{- end -}}
